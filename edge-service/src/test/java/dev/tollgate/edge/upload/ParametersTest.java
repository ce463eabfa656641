package dev.tollgate.edge.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            form-data; name="file"; filename="a b.wav"                              | a b.wav
            form-data; name=file; FileName=a.wav                                    | a.wav
            form-data; name="file"; filename="a;b=c.wav"                            | a;b=c.wav
            form-data; name="file"; filename="a\\"b.wav"                            | a"b.wav
            form-data; name="file"; filename="C:\\dir\\a.wav"                       | C:\\dir\\a.wav
            form-data; name="file"; filename*=UTF-8''na%C3%AFve%20file.wav          | naïve file.wav
            form-data; name="file"; filename="plain"; filename*=utf-8'en'%E2%82%AC  | €
            form-data; name="file"; filename*=UTF-8''%E2%82%AC; filename="plain"    | €
            form-data; name="file"; filename="plain"; filename*=UTF-8''%FF          | plain
            form-data; name="file"; filename="plain"; filename*=UTF-8''%2           | plain
            form-data; name="file"; filename="plain"; filename*=KOI8-R''a           | plain
            form-data; name="file"; filename*=ISO-8859-1''%E9                       | é
            """)
    void readsTheNameOfAFile(String disposition, String filename) {
        assertThat(Parameters.of(disposition)).containsEntry("name", "file").containsEntry("filename", filename);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            multipart/form-data; boundary=abc                    | abc
            multipart/form-data; boundary="a b?c"                | a b?c
            Multipart/Form-Data; charset=utf-8; Boundary=abc     | abc
            multipart/form-data                                  |
            multipart/form-data; boundary=                       |
            multipart/form-data; boundary=ümlaut                 |
            """)
    void readsTheBoundary(String contentType, @Nullable String boundary) {
        assertThat(Boundary.isForm(contentType)).isTrue();
        assertThat(Boundary.of(contentType)).isEqualTo(boundary);
    }

    @Test
    void otherTypesAreNoForms() {
        assertThat(Boundary.isForm(null)).isFalse();
        assertThat(Boundary.isForm("application/json")).isFalse();
        assertThat(Boundary.isForm("multipart/mixed; boundary=a")).isFalse();
        assertThat(Boundary.of("multipart/form-data; boundary=" + "b".repeat(71)))
                .isNull();
    }
}
