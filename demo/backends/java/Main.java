import jakarta.servlet.http.HttpServlet;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** The shop's server. Here it has nothing but the routes that Kakao Sync needs. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Settings settings = new Settings(
                read("SITE_ORIGIN"),
                read("KAKAO_REST_API_KEY"),
                read("KAKAO_CLIENT_SECRET"),
                readOr("KAKAO_JAVASCRIPT_KEY", ""),
                readOr("KAKAO_ORIGIN", ""));
        String folder = Files.createTempDirectory("shop").toString();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder);
        tomcat.setHostname("localhost");
        tomcat.setPort(Integer.parseInt(read("PORT")));
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", folder);
        if (readOr("CSRF", "").equals("on")) addCsrfFilter(context);
        KakaoSessionServlet session = new KakaoSessionServlet(settings);
        add(context, "/api/kakao/session", session);
        add(context, "/kakao/callback", new KakaoCallbackServlet(settings, session));
        add(context, "/kakao/unlinked", new UnlinkNoticeServlet(read("KAKAO_ADMIN_KEY"), session::unlink));
        tomcat.start();
        tomcat.getServer().await();
    }

    private static void add(Context context, String path, HttpServlet servlet) {
        Tomcat.addServlet(context, path, servlet).addMapping(path);
    }

    private static void addCsrfFilter(Context context) {
        FilterDef filter = new FilterDef();
        filter.setFilterName("csrf");
        filter.setFilter(new CsrfFilter());
        context.addFilterDef(filter);
        FilterMap everywhere = new FilterMap();
        everywhere.setFilterName("csrf");
        everywhere.addURLPattern("/*");
        context.addFilterMap(everywhere);
    }

    private static String read(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(name + " has no value."));
    }

    private static String readOr(String name, String otherwise) {
        return Optional.ofNullable(System.getenv(name)).orElse(otherwise);
    }
}
