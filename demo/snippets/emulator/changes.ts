import type {KakaoEmulator} from 'kakao-sync-widget/emulator';

/** Plans two failures, adds a term, and blocks a channel. */
export function change(emulator: KakaoEmulator): void {
  emulator.failNext('token', {koe: 'KOE320'});
  emulator.failNext('token', {spoil: 'oidcc-client-test-nonce-invalid'});
  emulator.app().addTerm({tag: 'rules-2027', title: 'Rules of 2027', required: true});
  emulator.account('member').setChannel('BLOCKED');
}
