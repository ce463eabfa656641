// The same request as programs write it.
const KEY = "sk-your-key";

const text = (value) => JSON.stringify(value);
const decimal = (value) => (Number.isInteger(value) ? `${value}.0` : `${value}`);
const indent = (value, by) => JSON.stringify(value, null, by).replace(/\n/g, `\n${" ".repeat(by)}`);

function curl(api, asked) {
  const body = JSON.stringify(asked, null, 2).replace(/'/g, "'\\''");
  return `curl ${api}/chat/completions \\\n  -H "Authorization: Bearer ${KEY}" \\\n  -H "Content-Type: application/json" \\\n  -d '${body}'`;
}

function python(api, { messages, ...rest }) {
  const named = Object.entries(rest).map(([name, value]) => `    ${name}=${text(value)},`);
  return [
    "from openai import OpenAI",
    "",
    `client = OpenAI(base_url=${text(api)}, api_key=${text(KEY)})`,
    "answer = client.chat.completions.create(",
    ...named,
    `    messages=${indent(messages, 4)},`,
    ")",
    "print(answer.choices[0].message.content)",
  ].join("\n");
}

function node(api, asked) {
  return [
    'import OpenAI from "openai";',
    "",
    `const client = new OpenAI({ baseURL: ${text(api)}, apiKey: ${text(KEY)} });`,
    `const answer = await client.chat.completions.create(${JSON.stringify(asked, null, 2)});`,
    "console.log(answer.choices[0].message.content);",
  ].join("\n");
}

const javaPart = (one) =>
  one.type === "text"
    ? `ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder().text(${text(one.text)}).build())`
    : `ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                        .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder().url(${text(one.image_url.url)}).build())
                        .build())`;

function javaMessage({ role, content }) {
  if (typeof content !== "string") {
    return `.addUserMessageOfArrayOfContentParts(List.of(\n                ${content.map(javaPart).join(",\n                ")}))`;
  }
  return { system: ".addSystemMessage", user: ".addUserMessage", assistant: ".addAssistantMessage" }[role] + `(${text(content)})`;
}

function java(api, asked) {
  const knobs = [];
  if (asked.temperature !== undefined) knobs.push(`.temperature(${decimal(asked.temperature)})`);
  if (asked.max_tokens !== undefined) knobs.push(`.maxTokens(${asked.max_tokens})`);
  if (asked.top_p !== undefined) knobs.push(`.topP(${decimal(asked.top_p)})`);
  return [
    "import com.openai.client.OpenAIClient;",
    "import com.openai.client.okhttp.OpenAIOkHttpClient;",
    "import com.openai.models.chat.completions.*;",
    "import java.util.List;",
    "",
    "void main() {",
    "    OpenAIClient client = OpenAIOkHttpClient.builder()",
    `            .baseUrl(${text(api)})`,
    `            .apiKey(${text(KEY)})`,
    "            .build();",
    "    ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()",
    `            .model(${text(asked.model)})`,
    ...[...asked.messages.map(javaMessage), ...knobs].map((line) => `            ${line}`),
    "            .build();",
    "    client.chat().completions().create(params).choices().getFirst().message().content().ifPresent(IO::println);",
    "}",
  ].join("\n");
}

export function samples(api, asked) {
  return { curl: curl(api, asked), python: python(api, asked), node: node(api, asked), java: java(api, asked) };
}
