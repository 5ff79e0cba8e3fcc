package dev.realtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class CursorJazzerTest {
    @FuzzTest(maxDuration = "1m")
    void a_text_is_a_place_or_foreign_or_breaks_the_one_rule(byte[] data) {
        String token = new String(data, StandardCharsets.UTF_8);
        Cursor cursor;
        try {
            cursor = Cursor.parse(token);
        } catch (IllegalArgumentException rule) {
            assertThat(Cursor.isWellFormed(token)).isFalse();
            assertThat(rule).hasMessage("cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -");
            return;
        }
        assertThat(Cursor.isWellFormed(token)).isTrue();
        assertThat(cursor.isForeign() || cursor.token().equals(token)).isTrue();
        assertThat(Cursor.parse(cursor.at(7).token())).isEqualTo(cursor.isForeign() ? Cursor.FOREIGN : cursor.at(7));
    }
}
