// press.ts in Java, for the handlers of docs/en/backend/login-url.md. Jackson 2, Jakarta Servlet 5 or later.
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The press that began a login, as the page wrote it down. Visitors can change it: do not trust it. */
record Press(String id, String cookie, String returnTo, long time) {
    private static final Pattern COOKIE =
            Pattern.compile("[ \\t]*((?:__Host-)?ks\\.([\\w-]{6}))=([\\w-]{1,2000})[ \\t]*");
    private static final Pattern PATH = Pattern.compile("/(?!/)[\\x21-\\x7e&&[^\\\\]]{0,2047}");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The newest of the last hour; null if the button did not begin this login. */
    static Press find(HttpServletRequest request) {
        Press newest = null;
        // A neighbouring host can write any name but those with __Host-. Only http on loopback has to do without.
        boolean isPlain = LOOPBACK.contains(request.getServerName()) && !request.isSecure();
        // The raw header: getCookies() may rename.
        for (String header : Collections.list(request.getHeaders("Cookie"))) {
            for (String pair : header.split(";")) {
                Matcher match = COOKIE.matcher(pair);
                Press press = match.matches() ? read(match) : null;
                if (press == null || press.cookie.startsWith("__Host-") == isPlain) continue;
                if (newest == null || press.time > newest.time) newest = press;
            }
        }
        return newest;
    }

    private static Press read(Matcher match) {
        try {
            JsonNode record = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(match.group(3)));
            String id = match.group(2);
            long time = record.path("time").asLong();
            boolean isOpen = record.path("v").asText().equals("url") && record.path("id").asText().equals(id)
                    && Math.abs(System.currentTimeMillis() - time) < 3_600_000;
            return isOpen ? new Press(id, match.group(1), record.path("returnTo").asText(), time) : null;
        } catch (IOException | IllegalArgumentException error) {
            return null;
        }
    }

    /** @param end such as {@code new} or {@code error.provider_refused} */
    void answer(HttpServletResponse response, String end) {
        String rest = "; Path=/; SameSite=Lax" + (cookie.startsWith("__Host-") ? "; Secure" : "");
        response.addHeader("Set-Cookie", cookie + "=; Max-Age=0" + rest);
        response.addHeader("Set-Cookie", "ks_result=" + end + "." + id + "; Max-Age=60" + rest);
        response.setStatus(303);
        response.setHeader("Location", PATH.matcher(returnTo).matches() ? returnTo : "/");
    }
}
