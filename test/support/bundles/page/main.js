import 'kakao-sync-widget/sync/define';
import 'kakao-sync-widget/login-button/define';
import './member.js';
