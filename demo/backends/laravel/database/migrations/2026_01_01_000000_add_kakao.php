<?php
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::table('users', function (Blueprint $table): void {
            $table->string('kakao_id', 20)->nullable()->unique();
            $table->string('picture', 2048)->nullable();
        });
        Schema::create('consents', function (Blueprint $table): void {
            $table->id();
            $table->foreignId('user_id')->index();
            $table->string('tag', 100);
            $table->boolean('agreed');
            $table->timestamp('recorded_at');
        });
        Schema::create('kakao_keys', function (Blueprint $table): void {
            $table->unsignedInteger('id')->primary();
            $table->text('jwks');
            $table->unsignedBigInteger('loaded_at');
            $table->unsignedBigInteger('missed_at');
        });
    }
};
