import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The redirect URI where a page has {@code callback-mode="server"}: completes the login, and sends the visitor on. See
 * docs/en/backend/server-callback.md.
 */
public final class KakaoCallbackServlet extends HttpServlet {
    private record Ending(String end, JsonNode target) {}

    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    // What follows in it is a path that whoever made the link chose.
    private static final Pattern STATE = Pattern.compile("ks1\\.([\\w-]{43})\\.[\\w-]{0,200}");
    private static final Pattern SPECULATION = Pattern.compile("prefetch|prerender", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNDER_AGE = Pattern.compile("under age 14", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH = Pattern.compile("/(?!/)[^\\\\]*");
    private static final Pattern DOTS = Pattern.compile("/(\\.|%2e){1,2}(/|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNSAFE = Pattern.compile("[^\\x21-\\x5b\\x5d-\\x7e]");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final int RESULT_SECONDS = 60;
    private static final int RECORD_SECONDS = 3600;
    private static final int MAX_QUERY = 8192;
    private static final int MAX_RECORD = 2000;
    private static final int MAX_CONSUMED = 600;
    private static final int MAX_TARGET = 2048;
    private static final List<String> ONCE =
            List.of("code", "state", "iss", "error", "error_description", "error_uri");
    private static final Set<String> LEFTOVERS = Set.of("token", "id_token", "access_token", "response");
    private static final Set<String> PURPOSES = Set.of("login", "auto-login", "terms", "link");
    private static final Set<String> NEEDS_SCREEN =
            Set.of("consent_required", "login_required", "interaction_required");
    private static final Map<String, String> ERRORS = Map.of(
            "server_error", "kakao_unavailable", "temporarily_unavailable", "kakao_unavailable",
            "timeout", "kakao_timeout", "consent_required", "kakao_interaction_required",
            "login_required", "kakao_interaction_required", "interaction_required", "kakao_interaction_required");

    private final transient Settings settings;
    private final KakaoSessionServlet session;

    public KakaoCallbackServlet(Settings settings, KakaoSessionServlet session) {
        this.settings = settings;
        this.session = session;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        int refusal = refuseNavigation(request);
        if (refusal != 0) {
            response.setHeader("Allow", "GET");
            response.setStatus(refusal);
            return;
        }
        response.setStatus(303);
        Map<String, List<String>> query = parse(Objects.requireNonNullElse(request.getQueryString(), ""));
        Matcher state = STATE.matcher(query.getOrDefault("state", List.of("")).get(0));
        if (!state.matches()) {
            response.setHeader("Location", "/"); // nobody's login, so nobody is told
            return;
        }
        endLogin(state.group(1), query, request, response);
    }

    /** The status to refuse with; 0 for a navigation of the whole window, which alone may spend a code. */
    private static int refuseNavigation(HttpServletRequest request) {
        String purposes = Stream.of("Sec-Purpose", "Purpose", "X-Moz")
                .map(name -> String.valueOf(WidgetRequest.read(request, name)))
                .collect(Collectors.joining(" "));
        if (SPECULATION.matcher(purposes).find()) return 503;
        if (!request.getMethod().equals("GET")) return 405;
        String destination = WidgetRequest.read(request, "Sec-Fetch-Dest");
        return destination == null || destination.equals("document") ? 0 : 403;
    }

    private void endLogin(String tx, Map<String, List<String>> query, HttpServletRequest request,
            HttpServletResponse response) {
        String id = tx.substring(0, 6);
        String name = (settings.isHttps() ? "__Host-ks." : "ks.") + id;
        JsonNode record = JSON.missingNode();
        boolean isTaken = false;
        String end;
        JsonNode target = JSON.missingNode();
        try {
            record = findRecord(tx, Set.copyOf(WidgetRequest.listCookies(request, name)));
            checkAnswer(request.getQueryString(), query, record);
            isTaken = !record.has("used");
            Ending ending = finish(query, record, request, response);
            end = ending.end();
            target = ending.target();
        } catch (RuntimeException error) {
            end = "error." + KakaoSessionServlet.report(error, KakaoSessionServlet.toReference(tx)).code;
        }
        tell(response, "ks_result", end + "." + id, RESULT_SECONDS);
        if (isTaken) tell(response, name, toConsumed(record), RECORD_SECONDS);
        String path = Stream.of(target, record.path("from")).map(this::toSafePath).filter(Objects::nonNull)
                .findFirst().orElse("/");
        response.setHeader("Location", path);
    }

    /** A cookie for the page's script to read. */
    private void tell(HttpServletResponse response, String name, String value, int seconds) {
        String secure = settings.isHttps() ? "; Secure" : "";
        response.addHeader("Set-Cookie",
                name + "=" + value + "; Max-Age=" + seconds + "; Path=/; SameSite=Lax" + secure);
    }

    private static Map<String, List<String>> parse(String query) {
        Map<String, List<String>> found = new HashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            String value = parts.length == 2 ? decode(parts[1]) : "";
            found.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>()).add(value);
        }
        return found;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException error) {
            return text; // a percent sign that encodes nothing
        }
    }

    /** The first of a parameter's values; null if it is not there. */
    private static String first(Map<String, List<String>> query, String name) {
        return query.containsKey(name) ? query.get(name).get(0) : null;
    }

    /** What the browser keeps of a login under way, or of one whose answer was taken; missing if it keeps nothing. */
    private static JsonNode findRecord(String tx, Set<String> values) {
        boolean isTooLong = values.stream().anyMatch(value -> value.length() > MAX_RECORD);
        if (values.size() > 1 || isTooLong) throw new Refusal(400, "callback_invalid");
        JsonNode record = Kakao.parse(decodeBase64url(String.join("", values)));
        JsonNode moment = record.has("used") ? record.path("used") : record.path("time");
        boolean isLive = moment.isNumber()
                && Math.abs(System.currentTimeMillis() - moment.asDouble()) < RECORD_SECONDS * 1000.0;
        boolean isOf = record.path("tx").isTextual() && record.path("tx").asText().equals(tx);
        boolean hasVerifier = !record.has("codeVerifier")
                || WidgetRequest.isText(record.path("codeVerifier"), WidgetRequest.TOKEN);
        boolean isOpen = hasVerifier && WidgetRequest.isText(record.path("nonceSecret"), WidgetRequest.TOKEN)
                && Stream.of("redirectUri", "clientId", "from").allMatch(name -> record.path(name).isTextual())
                && record.path("purpose").isTextual() && PURPOSES.contains(record.path("purpose").asText());
        return isLive && isOf && (record.has("used") || isOpen) ? record : JSON.missingNode();
    }

    private static byte[] decodeBase64url(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException error) {
            return new byte[0];
        }
    }

    private void checkAnswer(String text, Map<String, List<String>> query, JsonNode record) {
        String code = first(query, "code");
        String issuer = first(query, "iss");
        boolean isTwice = ONCE.stream().anyMatch(name -> query.getOrDefault(name, List.of()).size() > 1);
        boolean isValid = text.length() < MAX_QUERY && !isTwice
                && query.keySet().stream().noneMatch(LEFTOVERS::contains)
                && (issuer == null || issuer.equals(settings.kauth()))
                && (code == null) != (first(query, "error") == null)
                && (code == null || code.matches("[\\x21-\\x7e]{1,1024}"));
        if (!isValid) throw new Refusal(400, "callback_invalid");
        if (record.isMissingNode()) throw new Refusal(400, "other_browser");
        if (!record.has("used") && !record.path("redirectUri").asText().equals(settings.redirectUri())) {
            throw new Refusal(400, "redirect_uri_unknown");
        }
    }

    /** How the login has ended, and where a success leads on. */
    private Ending finish(Map<String, List<String>> query, JsonNode record, HttpServletRequest request,
            HttpServletResponse response) {
        if (record.has("used")) {
            // A reload, the Back button, a second tab: the code was spent before.
            JsonNode known = session.showSession(request);
            boolean isIn = known.path("status").asText().equals("signed-in");
            if (!isIn || !known.path("tx").equals(record.path("tx"))) throw new Refusal(400, "login_unfinished");
            return new Ending("known", JSON.missingNode());
        }
        String purpose = record.path("purpose").asText();
        String error = first(query, "error");
        if (error != null) {
            String description = Objects.requireNonNullElse(first(query, "error_description"), "");
            return new Ending(endByError(error, description, purpose), JSON.missingNode());
        }
        ObjectNode body = record.deepCopy();
        JsonNode answer = session.change(body.put("code", first(query, "code")), request, response);
        if (!answer.path("status").asText().equals("signed-in")) return new Ending("out", JSON.missingNode());
        String end = answer.path("isNewMember").asBoolean() ? "new" : "known";
        return new Ending(end, purpose.equals("login") ? record.path("returnTo") : JSON.missingNode());
    }

    /** {@code out}: nobody, and no failure. */
    private static String endByError(String error, String description, String purpose) {
        boolean isDenied = error.equals("access_denied");
        if (isDenied && !UNDER_AGE.matcher(description).find()) return "out";
        if (purpose.equals("auto-login") && NEEDS_SCREEN.contains(error)) return "out";
        throw new Refusal(400, isDenied ? "under_age" : ERRORS.getOrDefault(error, "kakao_refused"));
    }

    /** By it, the page knows the result as its own, and nobody exchanges the code again. */
    private static String toConsumed(JsonNode record) {
        String from = record.path("from").asText();
        return Stream.of(from, from.replaceFirst("(?s)\\?.*", ""), "/").map(kept -> {
            ObjectNode consumed = JSON.createObjectNode().put("tx", record.path("tx").asText());
            consumed.put("used", System.currentTimeMillis()).put("from", kept);
            consumed.put("purpose", record.path("purpose").asText());
            byte[] octets = consumed.toString().getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        }).filter(value -> value.length() <= MAX_CONSUMED).findFirst().orElse("");
    }

    /** A path of this site that nothing reads as another host, and not this route; null for anything else. */
    private String toSafePath(JsonNode target) {
        String text = target.isTextual() ? target.asText() : "";
        String path = text.replaceFirst("(?s)[?#].*", ""); // a page's own query may have backslashes
        boolean isPath = text.length() <= MAX_TARGET && !CONTROL.matcher(text).find() && PATH.matcher(path).matches()
                && !DOTS.matcher(path).find();
        String route = URI.create(settings.redirectUri()).getPath();
        if (!isPath || path.replaceFirst("/$", "").equals(route)) return null;
        return UNSAFE.matcher(text).replaceAll(sign -> encode(sign.group()));
    }

    private static String encode(String sign) {
        return URLEncoder.encode(sign, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
