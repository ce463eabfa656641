package dev.tollgate.local.fake.gemini;

import static dev.tollgate.local.fake.gemini.WireType.BOOL;
import static dev.tollgate.local.fake.gemini.WireType.BYTES;
import static dev.tollgate.local.fake.gemini.WireType.FLOAT;
import static dev.tollgate.local.fake.gemini.WireType.INT32;
import static dev.tollgate.local.fake.gemini.WireType.STRING;
import static dev.tollgate.local.fake.gemini.WireType.STRUCT;
import static dev.tollgate.local.fake.gemini.WireType.VALUE;
import static dev.tollgate.local.fake.gemini.WireType.oneOf;
import static dev.tollgate.local.fake.gemini.WireType.repeated;

import dev.tollgate.local.fake.gemini.WireType.MapOf;
import dev.tollgate.local.fake.gemini.WireType.Message;
import dev.tollgate.local.fake.gemini.WireType.Nested;

/// The messages of the API's version `v1beta` that requests are made of. What stands in none of them is an unknown
/// name.
final class WireMessages {

    private static final String API = "type.googleapis.com/google.ai.generativelanguage.v1beta.";

    private static final Message BLOB = Message.of("Blob", "mimeType", STRING, "data", BYTES);
    private static final Message FILE_DATA = Message.of("FileData", "mimeType", STRING, "fileUri", STRING);
    private static final Message FUNCTION_CALL =
            Message.of("FunctionCall", "id", STRING, "name", STRING, "args", STRUCT);
    private static final Message FUNCTION_RESPONSE =
            Message.of("FunctionResponse", "id", STRING, "name", STRING, "response", STRUCT);

    private static final Message PART = Message.of(
            "Part",
            "text",
            STRING,
            "inlineData",
            one(BLOB),
            "functionCall",
            one(FUNCTION_CALL),
            "functionResponse",
            one(FUNCTION_RESPONSE),
            "fileData",
            one(FILE_DATA),
            "thought",
            BOOL,
            "thoughtSignature",
            BYTES);

    private static final Message CONTENT = Message.of("Content", "role", STRING, "parts", repeated(one(PART)));

    /// The part of OpenAPI's schema that `parameters` and `responseSchema` may have: neither `$schema` nor
    /// `additionalProperties` is in it.
    private static final Message SCHEMA = Message.of(
            "Schema",
            "type",
            STRING,
            "format",
            STRING,
            "title",
            STRING,
            "description",
            STRING,
            "nullable",
            BOOL,
            "enum",
            repeated(STRING),
            "maxItems",
            INT32,
            "minItems",
            INT32,
            "properties",
            new MapOf(new Nested(WireMessages::schema)),
            "required",
            repeated(STRING),
            "minProperties",
            INT32,
            "maxProperties",
            INT32,
            "minLength",
            INT32,
            "maxLength",
            INT32,
            "pattern",
            STRING,
            "example",
            VALUE,
            "anyOf",
            repeated(new Nested(WireMessages::schema)),
            "propertyOrdering",
            repeated(STRING),
            "default",
            VALUE,
            "items",
            new Nested(WireMessages::schema),
            "minimum",
            FLOAT,
            "maximum",
            FLOAT);

    private static final Message FUNCTION_DECLARATION = Message.of(
            "FunctionDeclaration",
            "name",
            STRING,
            "description",
            STRING,
            "parameters",
            one(SCHEMA),
            "parametersJsonSchema",
            VALUE,
            "response",
            one(SCHEMA),
            "responseJsonSchema",
            VALUE);

    private static final Message TOOL = Message.of("Tool", "functionDeclarations", repeated(one(FUNCTION_DECLARATION)));

    private static final Message FUNCTION_CALLING_CONFIG = Message.of(
            "FunctionCallingConfig",
            "mode",
            oneOf(API + "FunctionCallingConfig.Mode", "MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"),
            "allowedFunctionNames",
            repeated(STRING));

    private static final Message TOOL_CONFIG =
            Message.of("ToolConfig", "functionCallingConfig", one(FUNCTION_CALLING_CONFIG));

    private static final Message SAFETY_SETTING = Message.of(
            "SafetySetting",
            "category",
            oneOf(
                    API + "HarmCategory",
                    "HARM_CATEGORY_HARASSMENT",
                    "HARM_CATEGORY_HATE_SPEECH",
                    "HARM_CATEGORY_SEXUALLY_EXPLICIT",
                    "HARM_CATEGORY_DANGEROUS_CONTENT",
                    "HARM_CATEGORY_CIVIC_INTEGRITY"),
            "threshold",
            oneOf(
                    API + "SafetySetting.HarmBlockThreshold",
                    "BLOCK_LOW_AND_ABOVE",
                    "BLOCK_MEDIUM_AND_ABOVE",
                    "BLOCK_ONLY_HIGH",
                    "BLOCK_NONE",
                    "OFF"));

    private static final Message THINKING_CONFIG = Message.of(
            "ThinkingConfig",
            "includeThoughts",
            BOOL,
            "thinkingBudget",
            INT32,
            "thinkingLevel",
            oneOf(API + "ThinkingConfig.ThinkingLevel", "MINIMAL", "LOW", "MEDIUM", "HIGH"));

    private static final Message GENERATION_CONFIG = Message.of(
            "GenerationConfig",
            "stopSequences",
            repeated(STRING),
            "responseMimeType",
            STRING,
            "responseSchema",
            one(SCHEMA),
            "responseJsonSchema",
            VALUE,
            "responseModalities",
            repeated(oneOf(API + "GenerationConfig.Modality", "TEXT", "IMAGE", "AUDIO")),
            "candidateCount",
            INT32,
            "maxOutputTokens",
            INT32,
            "temperature",
            FLOAT,
            "topP",
            FLOAT,
            "topK",
            INT32,
            "seed",
            INT32,
            "presencePenalty",
            FLOAT,
            "frequencyPenalty",
            FLOAT,
            "responseLogprobs",
            BOOL,
            "logprobs",
            INT32,
            "thinkingConfig",
            one(THINKING_CONFIG));

    static final Message GENERATE_CONTENT = Message.of(
            "GenerateContentRequest",
            "model",
            STRING,
            "contents",
            repeated(one(CONTENT)),
            "systemInstruction",
            one(CONTENT),
            "tools",
            repeated(one(TOOL)),
            "toolConfig",
            one(TOOL_CONFIG),
            "safetySettings",
            repeated(one(SAFETY_SETTING)),
            "generationConfig",
            one(GENERATION_CONFIG),
            "cachedContent",
            STRING);

    private static final Message EMBED_CONTENT = Message.of(
            "EmbedContentRequest",
            "model",
            STRING,
            "content",
            one(CONTENT),
            "taskType",
            oneOf(
                    API + "TaskType",
                    "RETRIEVAL_QUERY",
                    "RETRIEVAL_DOCUMENT",
                    "SEMANTIC_SIMILARITY",
                    "CLASSIFICATION",
                    "CLUSTERING",
                    "QUESTION_ANSWERING",
                    "FACT_VERIFICATION",
                    "CODE_RETRIEVAL_QUERY"),
            "title",
            STRING,
            "outputDimensionality",
            INT32);

    static final Message BATCH_EMBED_CONTENTS =
            Message.of("BatchEmbedContentsRequest", "requests", repeated(one(EMBED_CONTENT)));

    static final Message COUNT_TOKENS = Message.of(
            "CountTokensRequest", "contents", repeated(one(CONTENT)), "generateContentRequest", one(GENERATE_CONTENT));

    private WireMessages() {}

    private static WireType one(Message message) {
        return new Nested(() -> message);
    }

    private static Message schema() {
        return SCHEMA;
    }
}
