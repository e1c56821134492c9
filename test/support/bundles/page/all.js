import 'kakao-sync-widget/define';
import './member.js';
