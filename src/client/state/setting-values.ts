/** How long a configuration may be incomplete before the developer is told, in milliseconds. */
export const CONFIG_TIMEOUT = 3000;

/** `redirectUri` → `redirect-uri`. */
export function toAttribute(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** As much of a value as a line for the developer shows. */
export function toShown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 80) : typeof value;
}

/** Whether a setting that is on or off is on. As an attribute it needs no value. */
export function isOn(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value !== 'false');
}
