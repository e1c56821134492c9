/** Why a request is refused: a code of docs/en/error-codes.md, and for the log what Kakao said. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    final int status;
    final String code;
    final String reason;

    Refusal(int status, String code, String reason) {
        super(code);
        this.status = status;
        this.code = code;
        this.reason = reason;
    }

    Refusal(int status, String code) {
        this(status, code, "");
    }
}
