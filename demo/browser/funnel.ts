import {BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip} from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, Tooltip);

/** The steps of the funnel, each with its color in base.css, and how many campaigns are drawn: the table has all. */
const STAGES = ['views', 'presses', 'starts', 'returns', 'signups'] as const;
const MOST = 12;
const ROW_HEIGHT = 92;

const frame = document.querySelector<HTMLElement>('[data-chart]');
const table = document.getElementById(frame?.dataset['chart'] ?? '');
const canvas = frame?.querySelector('canvas');
if (frame && table && canvas) drawFunnel(frame, table, canvas);

/** Draws what the table says, and draws it again in the colors of the other scheme. */
function drawFunnel(frame: HTMLElement, table: HTMLElement, canvas: HTMLCanvasElement): void {
  const rows = [...table.querySelectorAll<HTMLElement>('tbody tr')].slice(0, MOST);
  frame.style.height = `${rows.length * ROW_HEIGHT + 90}px`;
  const readColor = (name: string): string => getComputedStyle(frame).getPropertyValue(name).trim();
  const readCell = (row: HTMLElement, stage: string): number =>
    Number(row.querySelector(`[data-stage="${stage}"]`)?.textContent);
  const toDatasets = () =>
    STAGES.map((stage) => ({
      label: table.querySelector(`thead [data-stage="${stage}"]`)?.textContent.trim() ?? stage,
      data: rows.map((row) => readCell(row, stage)),
      backgroundColor: readColor(`--chart-${stage}`),
    }));
  const toOptions = () => {
    const color = readColor('--ink');
    const grid = {color: readColor('--line')};
    return {
      indexAxis: 'y' as const,
      animation: false as const,
      maintainAspectRatio: false,
      color,
      scales: {
        x: {beginAtZero: true, grid, ticks: {color, precision: 0}},
        y: {grid: {display: false}, ticks: {color, autoSkip: false}},
      },
      plugins: {legend: {position: 'bottom' as const, labels: {color, boxWidth: 14}}},
    };
  };
  const labels = rows.map(({dataset}) => (dataset['label'] ?? '').split(' · '));
  const chart = new Chart(canvas, {type: 'bar', data: {labels, datasets: toDatasets()}, options: toOptions()});
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    chart.data.datasets = toDatasets();
    chart.options = toOptions();
    chart.update();
  });
}
