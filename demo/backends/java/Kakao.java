import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Exchanges the code of a login at Kakao, and reads the person's data. Each method may throw a {@link Refusal}. */
final class Kakao {
    /** Kakao's id of the person who has logged in, and the access token that reads their data. */
    record Login(String kakaoId, String accessToken) {}

    private record Meaning(int status, String code) {}

    /** Kakao's refusals: KOE… are of the token endpoint, numbers of the APIs. */
    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("KOE003", new Meaning(503, "provider_unavailable")),
            Map.entry("KOE009", new Meaning(500, "platform_unregistered")),
            Map.entry("KOE010", new Meaning(500, "client_secret_wrong")),
            Map.entry("KOE101", new Meaning(500, "app_key_wrong")),
            Map.entry("KOE237", new Meaning(429, "rate_limited")),
            Map.entry("KOE303", new Meaning(500, "redirect_uri_mismatch")),
            Map.entry("KOE320", new Meaning(409, "code_used")),
            Map.entry("-1", new Meaning(503, "provider_unavailable")),
            Map.entry("-4", new Meaning(403, "account_restricted")),
            Map.entry("-7", new Meaning(503, "provider_unavailable")),
            Map.entry("-10", new Meaning(429, "rate_limited")),
            Map.entry("-103", new Meaning(403, "account_restricted")),
            Map.entry("-406", new Meaning(403, "under_age")));
    private static final Pattern KAKAO_CODE = Pattern.compile("KOE\\d{3}|-\\d{1,5}");
    private static final int MAX_ANSWER = 65_536;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Settings settings;
    private Map<String, PublicKey> keys = Map.of();
    private long loadedAt = Long.MIN_VALUE / 2;
    private long missedAt = Long.MIN_VALUE / 2;

    Kakao(Settings settings) {
        this.settings = settings;
    }

    Login exchangeCode(String code, String clientId, String nonceSecret, String codeVerifier) {
        Map<String, String> form = new TreeMap<>(Map.of(
                "grant_type", "authorization_code",
                "client_id", settings.restApiKey(),
                "client_secret", settings.clientSecret(),
                "redirect_uri", settings.redirectUri(),
                "code", code));
        if (codeVerifier != null) form.put("code_verifier", codeVerifier);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        JsonNode tokens = ask(HttpRequest.newBuilder(URI.create(settings.kauth() + "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")
                .POST(BodyPublishers.ofString(body)));
        String accessToken = tokens.path("access_token").asText();
        JsonNode idToken = tokens.path("id_token");
        boolean isBearer = tokens.path("token_type").asText().equalsIgnoreCase("bearer");
        boolean isToken = tokens.path("access_token").isTextual() && accessToken.matches("[\\x21-\\x7e]+");
        if (!isBearer || !isToken) throw new Refusal(502, "provider_bad_response", "tokens");
        if (idToken.isMissingNode() || idToken.asText("-").isEmpty()) throw new Refusal(500, "id_token_missing");
        if (!idToken.isTextual()) throw new Refusal(502, "provider_bad_response", "tokens");
        return new Login(checkClaims(readClaims(idToken.asText()), clientId, toS256(nonceSecret)), accessToken);
    }

    /** To be read at every login: Kakao unlinks people whose data nobody has asked for within a day. */
    JsonNode readProfile(Login login) {
        JsonNode user = askApi("/v2/user/me?secure_resource=true", login);
        if (!user.path("id").asText().equals(login.kakaoId())) throw new Refusal(502, "profile_mismatch");
        return user.path("kakao_account").path("profile");
    }

    /** All terms of the app. */
    JsonNode readTerms(Login login) {
        // Without `result`, Kakao leaves out what was declined.
        JsonNode terms = askApi("/v2/user/service_terms?result=app_service_terms", login).path("service_terms");
        if (!terms.isArray()) throw new Refusal(502, "provider_bad_response", "terms");
        return terms;
    }

    private JsonNode askApi(String path, Login login) {
        return ask(HttpRequest.newBuilder(URI.create(settings.kapi() + path))
                .header("Authorization", "Bearer " + login.accessToken()));
    }

    private JsonNode ask(HttpRequest.Builder request) {
        HttpResponse<InputStream> response;
        JsonNode body;
        CompletableFuture<HttpResponse<InputStream>> sent =
                client.sendAsync(request.timeout(Duration.ofSeconds(2)).build(), BodyHandlers.ofInputStream());
        try {
            // A login asks five times at most, and its page waits ten seconds.
            response = sent.get(2, TimeUnit.SECONDS);
            body = CompletableFuture.supplyAsync(() -> readBody(response.body())).get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException error) {
            sent.cancel(true);
            throw new Refusal(503, "provider_unavailable", "no answer");
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "provider_unavailable", "stopped");
        }
        int status = response.statusCode();
        if (status == 200 && body.isObject()) return body;
        // Nothing else of the answer: Kakao's words may repeat the code.
        String said = body.path(body.has("error_code") ? "error_code" : "code").asText();
        if (!KAKAO_CODE.matcher(said).matches()) said = "";
        String reason = (status + " " + said).trim();
        if (status == 429) throw new Refusal(429, "rate_limited", reason);
        if (status >= 500) throw new Refusal(503, "provider_unavailable", reason);
        boolean isRefusal = status >= 400 && (!said.isEmpty() || body.has("error"));
        if (!isRefusal) throw new Refusal(502, "provider_bad_response", reason);
        Meaning meaning = MEANINGS.getOrDefault(said, new Meaning(502, "provider_refused"));
        throw new Refusal(meaning.status(), meaning.code(), reason);
    }

    /** Kakao's answers are short: a longer one is read no further, and counts as none. */
    private static JsonNode readBody(InputStream stream) {
        try (stream) {
            byte[] octets = stream.readNBytes(MAX_ANSWER + 1);
            return octets.length > MAX_ANSWER ? MissingNode.getInstance() : parse(octets);
        } catch (IOException error) {
            throw new Refusal(503, "provider_unavailable", "broken off");
        }
    }

    static JsonNode parse(byte[] octets) {
        try {
            return JSON.readTree(octets);
        } catch (IOException error) {
            return MissingNode.getInstance();
        }
    }

    /** The claims of a token that Kakao has signed with RS256. */
    private JsonNode readClaims(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            JsonNode head = parts.length == 3 ? decode(parts[0]) : MissingNode.getInstance();
            // Whatever else Kakao signs, such as a notice, is no login.
            boolean isIdToken = head.path("alg").asText().equals("RS256")
                    && head.path("typ").asText("JWT").equals("JWT")
                    && head.path("kid").isTextual()
                    && !head.has("crit");
            PublicKey key = isIdToken ? findKey(head.path("kid").asText()) : null;
            if (key == null) throw new Refusal(403, "id_token_invalid", "header");
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                throw new Refusal(403, "id_token_invalid", "signature");
            }
            return decode(parts[1]);
        } catch (GeneralSecurityException | IllegalArgumentException error) {
            throw new Refusal(403, "id_token_invalid", "signature");
        }
    }

    private static JsonNode decode(String part) {
        return parse(Base64.getUrlDecoder().decode(part));
    }

    /** The person, after the checks of OpenID Connect Core 3.1.3.7. */
    private String checkClaims(JsonNode claims, String clientId, String nonce) {
        JsonNode aud = claims.path("aud");
        JsonNode audience = aud.isArray() && aud.size() == 1 ? aud.get(0) : aud;
        // A JavaScript key's codes are exchanged by the REST API key, so the token may be for either.
        boolean isForUs = audience.isTextual()
                && (audience.asText().equals(clientId) || audience.asText().equals(settings.restApiKey()))
                && claims.path("azp").asText(audience.asText()).equals(audience.asText());
        boolean isForLogin = claims.path("iss").asText().equals(settings.kauth())
                && claims.path("nonce").asText().equals(nonce)
                && !claims.has("events");
        JsonNode exp = claims.path("exp");
        JsonNode iat = claims.path("iat");
        boolean isTimed = exp.isNumber() && iat.isNumber() && (!claims.has("nbf") || claims.path("nbf").isNumber());
        // Two clocks may differ by a minute, and a fresh token is not older than ten.
        double now = System.currentTimeMillis() / 1000.0;
        double begin = Math.max(iat.asDouble(), claims.path("nbf").asDouble());
        boolean isOfNow = now < exp.asDouble() + 60 && begin < now + 60 && now < iat.asDouble() + 600;
        JsonNode sub = claims.path("sub");
        if (!isForUs || !isForLogin || !isTimed || !isOfNow
                || !sub.isTextual() || !sub.asText().matches("[1-9][0-9]{0,19}")) {
            throw new Refusal(403, "id_token_invalid", "claims");
        }
        return sub.asText();
    }

    /** Keeps Kakao's public keys. One that is unknown may be new, but Kakao may block those who ask too often. */
    private synchronized PublicKey findKey(String id) throws GeneralSecurityException {
        long now = System.nanoTime() / 1_000_000;
        if (now - loadedAt > 600_000) {
            loadKeys(now);
        } else if (!keys.containsKey(id) && now - missedAt > 30_000) {
            missedAt = now;
            loadKeys(now);
        }
        return keys.get(id);
    }

    private void loadKeys(long now) throws GeneralSecurityException {
        URI address = URI.create(settings.kauth() + "/.well-known/jwks.json");
        JsonNode list = ask(HttpRequest.newBuilder(address)).path("keys");
        if (!list.isArray()) throw new Refusal(502, "provider_bad_response", "keys");
        Map<String, PublicKey> loaded = new HashMap<>();
        for (JsonNode key : list) {
            boolean isUsable = key.path("kty").asText().equals("RSA") && key.path("use").asText("sig").equals("sig");
            if (!isUsable || !key.has("kid")) continue;
            RSAPublicKeySpec spec = new RSAPublicKeySpec(toNumber(key.path("n")), toNumber(key.path("e")));
            loaded.put(key.path("kid").asText(), KeyFactory.getInstance("RSA").generatePublic(spec));
        }
        keys = loaded;
        loadedAt = now;
    }

    private static BigInteger toNumber(JsonNode text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text.asText()));
    }

    static String toS256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException error) {
            throw new IllegalStateException(error); // every Java has SHA-256
        }
    }
}
