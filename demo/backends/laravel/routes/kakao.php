<?php
// For routes/web.php.
use App\Http\Controllers\KakaoController;
use Illuminate\Support\Facades\Route;

Route::match(['get', 'post', 'options'], '/api/kakao/session', [KakaoController::class, 'session']);
Route::get('/kakao/callback', [KakaoController::class, 'callback']);
Route::match(['get', 'post'], '/kakao/unlinked', [KakaoController::class, 'unlinked']);
