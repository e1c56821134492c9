import 'kakao-sync-widget/callback';
