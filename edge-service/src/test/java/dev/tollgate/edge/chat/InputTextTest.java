package dev.tollgate.edge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class InputTextTest {
    @Test
    void takesWhatIsSaidAndNotHowItIsWrapped() {
        InputText input = InputText.of(Buffer.buffer("""
                {"model":"m","temperature":1,"messages":[
                  {"role":"system","content":"be brief"},
                  {"role":"user","name":"ann","content":[{"type":"text","text":"what is \\u732b?"}]}]}"""));
        assertThat(input.text()).isEqualTo("system\nbe brief\nuser\nann\nwhat is 猫?\n");
        assertThat(input.overhead()).isEqualTo(9);
    }

    @Test
    void countsToolsAndCallsAsTheyAre() {
        InputText input = InputText.of(Buffer.buffer("""
                {"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c"}]}],
                 "tools":[{"type":"function"}]}"""));
        assertThat(input.text()).isEqualTo("assistant\n[{\"id\":\"c\"}]\n[{\"type\":\"function\"}]\n");
    }

    @Test
    void countsImagesByTheirUsualSizeNotByTheirBytes() {
        InputText input = InputText.of(Buffer.buffer("""
                {"messages":[{"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAAAAAAAAAAAAAA"}}]}]}"""));
        assertThat(input.text()).isEqualTo("user\n");
        assertThat(input.overhead()).isEqualTo(6 + InputSize.IMAGE_ESTIMATE);
    }
}
