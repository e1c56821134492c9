<?php
// The members and sessions of a site that has Laravel's own.
declare(strict_types=1);

namespace App\Kakao;

require_once __DIR__ . '/host.php';

use App\Models\User;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Auth;
use Illuminate\Support\Facades\DB;
use KakaoSync\Refused;
use KakaoSync\Shop;

use function KakaoSync\list_missing;
use function KakaoSync\to_answer;

final class LaravelShop implements Shop
{
    public function __construct(private readonly Request $request)
    {
    }

    public function readSession(): array
    {
        $login = $this->request->session()->get('kakao');
        $user = Auth::user();
        if ($user === null) {
            // Where the session came and its member has left, the page learns which one that was.
            return [null, ['status' => 'signed-out'] + ($login === null ? [] : ['tx' => $login['tx']])];
        }
        if ($login === null || $login['userId'] !== $user->id) {
            // Signed in by a password: any text that is this session's own.
            $tx = hash('sha256', $this->request->session()->getId());
            $login = ['tx' => $tx, 'isNew' => false, 'missing' => null];
        }
        return [$user->kakao_id, $this->toAnswer($user, $login)];
    }

    public function isMember(string $kakaoId): bool
    {
        return User::where('kakao_id', $kakaoId)->exists();
    }

    public function signUp(string $kakaoId, array $profile): bool
    {
        $row = ['kakao_id' => $kakaoId, 'name' => $profile['name'] ?? null, 'picture' => $profile['picture'] ?? null];
        return User::insertOrIgnore($row + ['created_at' => now(), 'updated_at' => now()]) === 1;
    }

    public function startSession(string $kakaoId, string $tx, bool $isNew, ?array $terms): array
    {
        // Unlinked meanwhile, perhaps.
        $user = User::where('kakao_id', $kakaoId)->first() ?? throw new Refused('session_required');
        foreach ($terms ?? [] as ['tag' => $tag, 'agreed' => $agreed]) {
            DB::table('consents')->insert(['user_id' => $user->id, 'tag' => $tag, 'agreed' => $agreed,
                'recorded_at' => now()]);
        }
        Auth::login($user);
        // A new id, and a new CSRF token. Whoever knew the ones from before knows nothing.
        $this->request->session()->regenerate(true);
        $login = ['userId' => $user->id, 'kakaoId' => $kakaoId, 'tx' => $tx, 'isNew' => $isNew,
            'missing' => list_missing($terms)];
        $this->request->session()->put('kakao', $login);
        return $this->toAnswer($user, $login);
    }

    public function endSession(): void
    {
        Auth::logout();
        $this->request->session()->invalidate();
        $this->request->session()->regenerateToken();
    }

    private function toAnswer(User $user, array $login): array
    {
        $shown = ['name' => $user->name, 'picture' => $user->picture];
        return to_answer($login['tx'], $login['isNew'], $shown, $login['missing'], config('session.lifetime') * 60);
    }
}
