// A thread that draws our elements as a site's server does. It answers in the order in which it is asked.
import {parentPort} from 'node:worker_threads';
import {render} from '@lit-labs/ssr';
import {collectResultSync} from '@lit-labs/ssr/lib/render-result.js';
import {html} from 'lit';
import '../../../src/define.js';

parentPort!.on('message', (markup: string) => {
  const template = html(Object.assign([markup], {raw: [markup]}));
  parentPort!.postMessage(collectResultSync(render(template)));
});
