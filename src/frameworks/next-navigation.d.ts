// What `kakao-sync-widget/next` uses of Next, which is not installed here: test/bundlers runs it in a real app.
declare module 'next/navigation' {
  export function useRouter(): {readonly replace: (to: string) => void; readonly refresh: () => void};
}
