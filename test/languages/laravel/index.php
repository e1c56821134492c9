<?php
// A site as Laravel's skeleton makes it, of Debian's packages, with the files of demo/backends/laravel in BUILD_DIR.
declare(strict_types=1);

namespace App\Models {
    ini_set('display_errors', '0');
    ini_set('zend.exception_ignore_args', '1');
    error_reporting(E_ALL & ~E_DEPRECATED); // Debian's Laravel is older than its PHP
    require 'Illuminate/autoload.php';

    class User extends \Illuminate\Foundation\Auth\User
    {
    }
}

namespace {
    use App\Http\Middleware;
    use Illuminate\Config\Repository;
    use Illuminate\Contracts\Debug\ExceptionHandler;
    use Illuminate\Database\Schema\Blueprint;
    use Illuminate\Foundation\Application;
    use Illuminate\Foundation\Bootstrap;
    use Illuminate\Foundation\Exceptions\Handler;
    use Illuminate\Foundation\Http\Kernel;
    use Illuminate\Http\Request;
    use Illuminate\Http\Response;
    use Illuminate\Support\Facades\Route;
    use Illuminate\Support\Facades\Schema;
    use Symfony\Component\HttpKernel\Exception\HttpExceptionInterface;

    $base = getenv('BUILD_DIR') . '/site';
    spl_autoload_register(function (string $class) use ($base): void {
        $file = $base . '/app/' . strtr(substr($class, strlen('App\\')), '\\', '/') . '.php';
        if (str_starts_with($class, 'App\\') && is_file($file)) {
            require $file;
        }
    });
    final class TestKernel extends Kernel
    {
        protected $bootstrappers = [Bootstrap\HandleExceptions::class, Bootstrap\RegisterFacades::class,
            Bootstrap\RegisterProviders::class, Bootstrap\BootProviders::class];
        protected $middlewareGroups = ['web' => [
            Middleware\EncryptCookies::class,
            \Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse::class,
            \Illuminate\Session\Middleware\StartSession::class,
            Middleware\VerifyCsrfToken::class,
            Middleware\LeaveUnlinked::class,
        ]];
    }

    /** Laravel's own draws pages. */
    final class TestHandler extends Handler
    {
        protected function renderHttpException(HttpExceptionInterface $exception): Response
        {
            return new Response('', $exception->getStatusCode(), $exception->getHeaders());
        }
    }

    $isHttps = str_starts_with(getenv('SITE_ORIGIN'), 'https:');
    $app = new Application($base);
    $app->instance('config', new Repository([
        'app' => ['key' => str_repeat('k', 32), 'cipher' => 'AES-256-CBC', 'providers' => [
            \Illuminate\Auth\AuthServiceProvider::class, \Illuminate\Cookie\CookieServiceProvider::class,
            \Illuminate\Database\DatabaseServiceProvider::class,
            \Illuminate\Encryption\EncryptionServiceProvider::class,
            \Illuminate\Filesystem\FilesystemServiceProvider::class, \Illuminate\Hashing\HashServiceProvider::class,
            \Illuminate\Session\SessionServiceProvider::class, \Illuminate\View\ViewServiceProvider::class,
        ]],
        'auth' => ['defaults' => ['guard' => 'web'],
            'guards' => ['web' => ['driver' => 'session', 'provider' => 'users']],
            'providers' => ['users' => ['driver' => 'eloquent', 'model' => \App\Models\User::class]]],
        'database' => ['default' => 'shop', 'connections' => ['shop' => ['driver' => 'sqlite', 'prefix' => '',
            'database' => getenv('DATABASE')]]],
        'logging' => ['default' => 'errorlog', 'channels' => ['errorlog' => ['driver' => 'errorlog']]],
        'session' => ['driver' => 'file', 'files' => "$base/sessions", 'lifetime' => 120, 'lottery' => [0, 100],
            'expire_on_close' => false, 'cookie' => $isHttps ? '__Host-shop_session' : 'shop_session', 'path' => '/',
            'domain' => null, 'secure' => $isHttps, 'http_only' => true, 'same_site' => 'lax'],
        'kakao' => require "$base/config/kakao.php",
        'view' => ['paths' => [], 'compiled' => "$base/sessions"],
    ]));
    $app->instance('env', 'production');
    $app->singleton(\Illuminate\Contracts\Http\Kernel::class, TestKernel::class);
    $app->singleton(ExceptionHandler::class, TestHandler::class);
    $app->booted(function () use ($base): void {
        if (!Schema::hasTable('users')) {
            Schema::create('users', function (Blueprint $table): void {
                $table->id();
                $table->string('name')->nullable();
                $table->rememberToken();
                $table->timestamps();
            });
            (require glob("$base/database/migrations/*.php")[0])->up();
        }
        Route::middleware('web')->group("$base/routes/kakao.php");
    });
    touch(getenv('DATABASE'));
    $kernel = $app->make(\Illuminate\Contracts\Http\Kernel::class);
    $response = $kernel->handle($request = Request::capture());
    $response->send();
    $kernel->terminate($request, $response);
}
