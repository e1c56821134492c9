import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Does what Spring Security's CSRF protection does with a token in a cookie. For trying it without Spring. */
final class CsrfFilter extends HttpFilter {
    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String token = Stream.ofNullable(request.getCookies()).flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(Cookie::getValue).findFirst().orElse("");
        String sent = request.getHeader("X-XSRF-TOKEN");
        boolean isSafe = Set.of("GET", "HEAD", "OPTIONS", "TRACE").contains(request.getMethod());
        if (token.isEmpty()) response.addHeader("Set-Cookie", "XSRF-TOKEN=" + UUID.randomUUID() + "; Path=/");
        if (isSafe || (!token.isEmpty() && sent != null && isEqual(sent, token))) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(403);
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().write("<!doctype html><title>403</title><h1>HTTP Status 403 – Forbidden</h1>");
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
