package dev.tollgate.batch.file;

import dev.tollgate.batch.EdgeStandIn;
import dev.tollgate.batch.FilesOnDisk;
import dev.tollgate.batch.object.Objects;
import dev.tollgate.local.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FilesOnDisk.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(EdgeStandIn.class)
class FilesOnDiskServiceTest {
    private final FileStory story;

    FilesOnDiskServiceTest(Files files, FileRows rows, Sweep sweep, Objects objects) {
        this.story = FileStory.begin(files, rows, sweep, objects);
    }

    @Test
    void aFileIsGivenBackAsItCame() {
        story.aFileIsGivenBackAsItCame();
    }

    @Test
    void aDeletedFilesBytesAreGone() {
        story.aDeletedFilesBytesAreGone();
    }

    @Test
    void whatAProcessLeftHalfDeletedIsDeletedByTheSweep() {
        story.whatAProcessLeftHalfDeletedIsDeletedByTheSweep();
    }

    @Test
    void anotherAccountsFileIsNotThere() {
        story.anotherAccountsFileIsNotThere();
    }

    @Test
    void listsArePagedByTheLastId() {
        story.listsArePagedByTheLastId();
    }

    @Test
    void whatIsTooLargeOrTooMuchIsRefused() {
        story.whatIsTooLargeOrTooMuchIsRefused();
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        story.whatIsMissingOrWrongIsNamed();
    }

    @Test
    void aFormThatIsBrokenIsTheCallersFault() {
        story.aFormThatIsBrokenIsTheCallersFault();
    }

    @Test
    void aDiskThatTakesNoUploadIsOursAndTriedAgain() throws IOException {
        story.aDiskThatTakesNoUploadIsOursAndTriedAgain();
    }
}
