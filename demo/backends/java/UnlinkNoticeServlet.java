import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes Kakao's notice that somebody has unlinked the app in Kakao's settings, or has left Kakao: a GET with a query or
 * a POST with a form, as the app's console page is set. Kakao waits three seconds for the answer.
 */
public final class UnlinkNoticeServlet extends HttpServlet {
    private final String adminKey;
    private final transient Consumer<String> unlink;

    /**
     * @param adminKey of the app
     * @param unlink gets Kakao's id of the person, of some twice, and of some whom you do not know
     */
    public UnlinkNoticeServlet(String adminKey, Consumer<String> unlink) {
        this.adminKey = adminKey;
        this.unlink = unlink;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        String sent = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        // Takes the same time wherever the two differ.
        if (!MessageDigest.isEqual(toBytes(sent), toBytes("KakaoAK " + adminKey))) {
            response.setStatus(401);
            return;
        }
        String[] ids = request.getParameterValues("user_id");
        if (ids == null || ids.length != 1 || !ids[0].matches("[1-9][0-9]{0,19}")) {
            response.setStatus(400);
            return;
        }
        unlink.accept(ids[0]);
        // Also for people whom we do not know: else Kakao sends it again.
        response.setStatus(200);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        doGet(request, response);
    }

    private static byte[] toBytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
