/** Whether two ASCII texts are equal; equal lengths take equal time, wherever they differ. */
export function timingSafeEqual(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index++) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}
