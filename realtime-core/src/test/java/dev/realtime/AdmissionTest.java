package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    @Test
    void one_whose_moment_has_come_before_it_could_be_let_go_is_let_go_then() {
        try (NotifierRig rig = new NotifierRig()) {
            List<String> told = new ArrayList<>();
            Admission admission = rig.notifier.connect(NotifierRig.client(null), () -> {});
            admission.letGo();
            admission.onLetGo(() -> told.add("late"));
            assertThat(told).containsExactly("late");
            admission.end();
        }
    }
}
