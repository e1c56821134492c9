import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * The handlers of oauth2Login: they answer for the registration kakao, where the button began the login.
 *
 * @param isNew whether this login has made the member, which your OAuth2UserService knows
 * @param usualSuccess for every other login
 * @param usualFailure for every other login
 */
record KakaoHandlers(Predicate<OAuth2User> isNew, AuthenticationSuccessHandler usualSuccess,
        AuthenticationFailureHandler usualFailure)
        implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
            Authentication login) throws IOException, ServletException {
        Press press = isKakao(login) ? Press.find(request) : null;
        if (press == null) usualSuccess.onAuthenticationSuccess(request, response, login);
        else press.answer(response, isNew.test((OAuth2User) login.getPrincipal()) ? "new" : "known");
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException error) throws IOException, ServletException {
        // The registrationId ends the callback's path.
        Press press = request.getRequestURI().endsWith("/kakao") ? Press.find(request) : null;
        String end = press == null ? null : toEnd(request, error);
        if (end == null) usualFailure.onAuthenticationFailure(request, response, error);
        else press.answer(response, end);
    }

    /** Null for an answer to no login of this session, such as of somebody's link: the press waits for its own. */
    private static String toEnd(HttpServletRequest request, AuthenticationException error) {
        var reason = error instanceof OAuth2AuthenticationException oauth2 ? oauth2.getError() : null;
        if (reason != null && reason.getErrorCode().equals("access_denied")) {
            String text = String.valueOf(reason.getDescription()).toLowerCase();
            return text.contains("under age 14") ? "error.under_age" : "out";
        }
        // The callback once more, such as by a reload: its session is there.
        var context = new HttpSessionSecurityContextRepository().loadDeferredContext(request).get();
        if (isKakao(context.getAuthentication())) return "known";
        boolean isStray = reason != null && reason.getErrorCode().equals("authorization_request_not_found");
        return isStray ? null : "error.provider_refused";
    }

    private static boolean isKakao(Authentication login) {
        return login instanceof OAuth2AuthenticationToken token
                && token.getAuthorizedClientRegistrationId().equals("kakao");
    }
}
