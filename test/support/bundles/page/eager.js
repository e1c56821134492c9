import 'kakao-sync-widget/eager';
import './member.js';
