import {defineConfig} from '@playwright/test';
import {emulatorServer} from 'kakao-sync-widget/testing';

export default defineConfig({
  use: {baseURL: 'http://localhost:3000', locale: 'ko-KR'},
  webServer: [
    emulatorServer(), // and KAKAO_EMULATOR=http://127.0.0.1:4000 for the site
    {command: 'npm start', url: 'http://localhost:3000'},
  ],
});
