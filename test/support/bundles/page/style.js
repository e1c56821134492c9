import 'kakao-sync-widget/reserve.css';
