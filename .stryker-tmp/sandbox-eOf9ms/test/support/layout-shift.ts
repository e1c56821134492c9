import type {Page, Route} from 'playwright-core';

/**
 * Loads a page whose script comes only after it has been painted without, and says how far things on it moved when the
 * button appeared: one number for each time something did.
 */
export async function measureLayoutShifts(page: Page, address: string, script: RegExp): Promise<number[]> {
  const scripts: Route[] = [];
  await page.route(script, (route) => void scripts.push(route));
  await page.goto(address, {waitUntil: 'commit'});
  await page.locator('kakao-login-button, [data-kakao-login]').first().waitFor({state: 'attached'});
  await page.evaluate(paint);
  await Promise.all(scripts.map((route) => route.continue()));
  await page.locator('kakao-login-button').getByRole('button').first().waitFor();
  return page.evaluate(readLayoutShifts);
}

async function paint(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

async function readLayoutShifts(): Promise<number[]> {
  const shifts: number[] = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & {value: number}).value);
  }).observe({type: 'layout-shift', buffered: true});
  for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
  return shifts;
}
