'use client';
import 'kakao-sync-widget/define';

export function Elements({names, ...attributes}) {
  return (
    <>
      <kakao-sync {...attributes} />
      {names.map((Name) => (
        <Name key={Name} />
      ))}
    </>
  );
}
