import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The session resource: GET reads who is signed in, POST logs in and out. See docs/en/backend/any-backend.md. */
public final class KakaoSessionServlet extends HttpServlet {
    private record Member(String name, String picture) {}

    private record Session(String memberId, String tx, boolean isNewMember, ArrayNode missingTerms, long expiresAt) {}

    private static final Logger LOG = System.getLogger("kakao");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int SESSION_SECONDS = 30 * 24 * 3600;

    // Your database. An account is Kakao's, a member is yours: who unlinks and comes back is another member here.
    private final Map<String, String> accounts = new HashMap<>(); // Kakao's user id → member id
    private final Map<String, Member> members = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>(); // SHA-256 of the session id → session

    private final transient Settings settings;
    private final transient Kakao kakao;
    /** Browsers take a cookie `__Host-…` from this host alone, and over https alone. */
    private final String cookie;

    public KakaoSessionServlet(Settings settings) {
        this.settings = settings;
        kakao = new Kakao(settings);
        cookie = settings.isHttps() ? "__Host-shop_session" : "shop_session";
    }

    /** Ends the sessions of somebody who has unlinked the app: their member is gone. */
    public synchronized void unlink(String kakaoId) {
        members.remove(accounts.remove(kakaoId));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Origin, Cookie");
        if (settings.siteOrigin().equals(WidgetRequest.read(request, "Origin"))) {
            // For pages on another host of the site, such as www.shop.example for api.shop.example.
            response.setHeader("Access-Control-Allow-Origin", settings.siteOrigin());
            response.setHeader("Access-Control-Allow-Credentials", "true");
            response.setHeader("Access-Control-Allow-Headers", "Content-Type, X-Kakao-Sync");
        }
        JsonNode body = JSON.createObjectNode();
        try {
            switch (request.getMethod()) {
                case "OPTIONS" -> response.setStatus(204);
                case "GET", "HEAD" -> answer(response, 200, showSession(request), "application/json");
                case "POST" -> {
                    body = WidgetRequest.readPost(request, settings);
                    answer(response, 200, change(body, request, response), "application/json");
                }
                default -> {
                    response.setHeader("Allow", "GET, POST");
                    throw new Refusal(405, "request_invalid");
                }
            }
        } catch (RuntimeException error) {
            String ref = toReference(body.path("tx").asText());
            Refusal refusal = report(error, ref);
            ObjectNode problem = JSON.createObjectNode().put("type", "about:blank").put("title", refusal.code);
            problem.put("status", refusal.status).put("code", refusal.code).put("ref", ref);
            answer(response, refusal.status, problem, "application/problem+json");
        }
    }

    /** Never the body or a token: they hold codes and personal data. */
    static Refusal report(RuntimeException error, String ref) {
        Refusal refusal = error instanceof Refusal known ? known
                : new Refusal(500, "hook_failed", error.getClass().getSimpleName());
        LOG.log(Level.WARNING, "{0} {1} {2}", ref, refusal.code, refusal.reason);
        return refusal;
    }

    private static void answer(HttpServletResponse response, int status, JsonNode body, String type)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.getOutputStream().write(JSON.writeValueAsBytes(body));
    }

    /** What the visitor reads and customer service asks for, such as KS-7GR0-9A2K. */
    static String toReference(String tx) {
        String token = tx.matches(WidgetRequest.TOKEN) ? tx : createToken();
        byte[] octets = Arrays.copyOf(Base64.getUrlDecoder().decode(token.substring(0, 8)), 5);
        long number = new BigInteger(1, octets).longValue();
        StringBuilder digits = new StringBuilder();
        for (int shift = 35; shift >= 0; shift -= 5) digits.append(BASE32.charAt((int) (number >> shift & 31)));
        return "KS-" + digits.insert(4, '-');
    }

    private static String createToken() {
        byte[] octets = new byte[32];
        RANDOM.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    JsonNode change(JsonNode body, HttpServletRequest request, HttpServletResponse response) {
        JsonNode purpose = body.path("purpose");
        if (!purpose.isTextual()) throw new Refusal(400, "request_invalid");
        if (purpose.asText().equals("logout")) return logOut(request, response);
        if (!Set.of("login", "auto-login", "terms").contains(purpose.asText())) {
            throw new Refusal(400, "purpose_unsupported");
        }
        WidgetRequest.checkLogin(body, settings);
        boolean isTerms = purpose.asText().equals("terms");
        if (isTerms) requireMember(request);
        Kakao.Login login = kakao.exchangeCode(
                body.path("code").asText(),
                body.path("clientId").asText(),
                body.path("nonceSecret").asText(),
                body.has("codeVerifier") ? body.path("codeVerifier").asText() : null);
        JsonNode profile = kakao.readProfile(login);
        JsonNode terms = readTerms(login, isTerms);
        String picture = profile.path("thumbnail_image_url").asText(null);
        Member member = new Member(profile.path("nickname").asText(null), picture);
        return enter(body, login.kakaoId(), member, terms, request, response);
    }

    private JsonNode readTerms(Kakao.Login login, boolean isNeeded) {
        try {
            return kakao.readTerms(login);
        } catch (Refusal refusal) {
            if (isNeeded) throw refusal;
            return null; // that Kakao cannot tell them keeps nobody out
        }
    }

    /** One at a time: who logs out or unlinks while Kakao is asked stays out, and nobody signs up twice. */
    private synchronized JsonNode enter(JsonNode body, String kakaoId, Member member, JsonNode terms,
            HttpServletRequest request, HttpServletResponse response) {
        String purpose = body.path("purpose").asText();
        String tx = body.path("tx").asText();
        String known = accounts.get(kakaoId);
        boolean isSame = !purpose.equals("terms") || requireMember(request).equals(known);
        if (!isSame) throw new Refusal(409, "different_account");
        if (purpose.equals("auto-login") && known == null) {
            return JSON.createObjectNode().put("status", "signed-out").put("tx", tx).put("reason", "not_a_member");
        }
        String memberId = known == null ? UUID.randomUUID().toString() : known;
        accounts.put(kakaoId, memberId);
        members.put(memberId, member);
        ArrayNode missing = terms == null ? null : JSON.createArrayNode();
        ArrayNode asked = JSON.createArrayNode();
        Set<String> tags = new HashSet<>();
        body.path("terms").forEach(tag -> tags.add(tag.asText()));
        for (JsonNode term : terms == null ? JSON.createArrayNode() : terms) {
            String tag = term.path("tag").asText();
            boolean isAgreed = term.path("agreed").asBoolean();
            if (!isAgreed) missing.addObject().put("tag", tag).put("required", term.path("required").asBoolean());
            if (tags.contains(tag)) asked.addObject().put("tag", tag).put("agreed", isAgreed);
        }
        long now = System.currentTimeMillis();
        sessions.values().removeIf(session -> session.expiresAt() <= now);
        sessions.remove(readSessionKey(request));
        Session session = new Session(memberId, tx, known == null, missing, now + SESSION_SECONDS * 1000L);
        String id = createToken();
        sessions.put(Kakao.toS256(id), session);
        setCookie(response, id, SESSION_SECONDS);
        ObjectNode answer = toAnswer(session, member);
        return purpose.equals("terms") ? answer.set("terms", asked) : answer;
    }

    private synchronized JsonNode logOut(HttpServletRequest request, HttpServletResponse response) {
        sessions.remove(readSessionKey(request));
        setCookie(response, "", 0);
        return JSON.createObjectNode().put("status", "signed-out");
    }

    /** Who is signed in. Changes nothing. */
    synchronized JsonNode showSession(HttpServletRequest request) {
        Session session = findSession(request);
        if (session == null) return JSON.createObjectNode().put("status", "signed-out");
        Member member = members.get(session.memberId());
        if (member != null) return toAnswer(session, member);
        // The `tx` of a member who has left tells the page that its cookie did arrive.
        return JSON.createObjectNode().put("status", "signed-out").put("tx", session.tx());
    }

    private static ObjectNode toAnswer(Session session, Member member) {
        ObjectNode answer = JSON.createObjectNode().put("status", "signed-in").put("tx", session.tx());
        answer.put("isNewMember", session.isNewMember());
        ObjectNode shown = answer.putObject("member");
        if (member.name() != null) shown.put("name", member.name());
        if (member.picture() != null) shown.put("picture", member.picture());
        if (session.missingTerms() != null) answer.set("missingTerms", session.missingTerms());
        return answer.put("expiresIn", (session.expiresAt() - System.currentTimeMillis()) / 1000);
    }

    private Session findSession(HttpServletRequest request) {
        Session session = sessions.get(readSessionKey(request));
        return session != null && session.expiresAt() > System.currentTimeMillis() ? session : null;
    }

    private synchronized String requireMember(HttpServletRequest request) {
        Session session = findSession(request);
        if (session == null || !members.containsKey(session.memberId())) throw new Refusal(401, "session_required");
        return session.memberId();
    }

    private String readSessionKey(HttpServletRequest request) {
        List<String> values = WidgetRequest.listCookies(request, cookie);
        return values.size() == 1 && values.get(0).matches(WidgetRequest.TOKEN) ? Kakao.toS256(values.get(0)) : "";
    }

    private void setCookie(HttpServletResponse response, String value, int seconds) {
        String secure = settings.isHttps() ? "; Secure" : "";
        response.addHeader("Set-Cookie", cookie + "=" + value + "; Max-Age=" + seconds
                + "; Path=/; HttpOnly; SameSite=Lax" + secure);
    }
}
