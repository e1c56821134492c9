'use client';
import 'kakao-sync-widget/reserve.css';
import 'kakao-sync-widget/sync/define';
import 'kakao-sync-widget/login-button/define';
import {useEffect, useState} from 'react';

export function Sync(attributes) {
  return <kakao-sync {...attributes} />;
}

export function Button() {
  return <kakao-login-button />;
}

/** Who is signed in, as the widget tells it. */
export function Member() {
  const [text, setText] = useState('');
  useEffect(() => {
    const show = ({detail: {session}}) => setText(session.status === 'signed-in' ? `회원: ${session.member.name}` : '');
    document.addEventListener('kakao-state-change', show);
    return () => document.removeEventListener('kakao-state-change', show);
  }, []);
  return <p>{text}</p>;
}

export function Logout() {
  return <button onClick={() => void document.querySelector('kakao-sync').client.logout()}>로그아웃</button>;
}
