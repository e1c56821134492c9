import java.net.URI;
import java.util.Set;

/**
 * What the backend is configured with.
 *
 * @param siteOrigin of the pages, such as {@code https://shop.example}
 * @param javascriptKey empty if pages ask Kakao with the REST API key alone
 * @param emulator the emulator's address, for tests on this machine; empty for Kakao
 */
public record Settings(
        String siteOrigin, String restApiKey, String clientSecret, String javascriptKey, String emulator) {

    public Settings {
        boolean isLocal = Set.of("localhost", "127.0.0.1").contains(String.valueOf(URI.create(siteOrigin).getHost()));
        if (!isLocal && !siteOrigin.startsWith("https://")) {
            throw new IllegalArgumentException("SITE_ORIGIN must be https.");
        }
        // The emulator signs anybody in as anybody.
        if (!isLocal && !emulator.isEmpty()) {
            throw new IllegalArgumentException("KAKAO_ORIGIN is for a site on this machine only.");
        }
    }

    String redirectUri() {
        return siteOrigin + "/kakao/callback";
    }

    boolean isHttps() {
        return siteOrigin.startsWith("https:");
    }

    String kauth() {
        return emulator.isEmpty() ? "https://kauth.kakao.com" : emulator;
    }

    String kapi() {
        return emulator.isEmpty() ? "https://kapi.kakao.com" : emulator;
    }
}
