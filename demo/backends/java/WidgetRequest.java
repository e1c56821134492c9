import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What the widget sends, and what is required of it before Kakao is asked. */
final class WidgetRequest {
    /** 32 random octets as base64url. */
    static final String TOKEN = "[A-Za-z0-9_-]{43}";

    private static final int MAX_BODY = 65_536;

    private WidgetRequest() {}

    /** The JSON of a POST that only a page of this site can send. */
    static JsonNode readPost(HttpServletRequest request, Settings settings) throws IOException {
        String origin = read(request, "Origin");
        boolean isHidden = origin == null || origin.equals("null");
        boolean isSame = isHidden && "same-origin".equals(read(request, "Sec-Fetch-Site"));
        if (!isSame && !settings.siteOrigin().equals(origin)) throw new Refusal(403, "origin_refused");
        String type = read(request, "Content-Type");
        if (!"1".equals(read(request, "X-Kakao-Sync"))) throw new Refusal(400, "request_invalid");
        boolean isJson = type != null && type.matches("(?i)application/json[ \\t]*(;.*)?");
        if (!isJson) throw new Refusal(415, "request_invalid");
        byte[] octets = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (octets.length > MAX_BODY) throw new Refusal(413, "request_invalid");
        JsonNode body = Kakao.parse(octets);
        if (!body.isObject()) throw new Refusal(400, "request_invalid");
        return body;
    }

    /** @throws Refusal if a login lacks something, or names a key or an address that is not ours */
    static void checkLogin(JsonNode body, Settings settings) {
        boolean isVerifier = !body.has("codeVerifier") || isText(body.path("codeVerifier"), "[\\w.~-]{43,128}");
        boolean isTerms = !body.has("terms") || body.path("terms").isArray();
        boolean isWhole = isText(body.path("tx"), TOKEN) && isText(body.path("nonceSecret"), TOKEN)
                && isText(body.path("code"), "[\\x21-\\x7e]{1,1024}");
        if (!isWhole || !isVerifier || !isTerms) throw new Refusal(400, "request_invalid");
        JsonNode key = body.path("clientId");
        if (!key.isTextual() || key.asText().isEmpty()
                || !List.of(settings.restApiKey(), settings.javascriptKey()).contains(key.asText())) {
            throw new Refusal(400, "client_unknown");
        }
        JsonNode redirectUri = body.path("redirectUri");
        if (!redirectUri.isTextual() || !redirectUri.asText().equals(settings.redirectUri())) {
            throw new Refusal(400, "redirect_uri_unknown");
        }
    }

    /** A header; null if it is not there, and all of it if it is there twice. */
    static String read(HttpServletRequest request, String name) {
        List<String> values = Collections.list(request.getHeaders(name));
        return values.isEmpty() ? null : String.join(", ", values);
    }

    /** From the raw header: {@code getCookies()} leaves it to the container what a name is. */
    static List<String> listCookies(HttpServletRequest request, String name) {
        String header = String.join(";", Collections.list(request.getHeaders("Cookie")));
        return Stream.of(header.split(";"))
                .map(pair -> pair.replaceAll("^[ \\t]+|[ \\t]+$", ""))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .toList();
    }

    static boolean isText(JsonNode value, String pattern) {
        return value.isTextual() && value.asText().matches(pattern);
    }
}
