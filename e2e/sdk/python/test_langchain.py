"""LangChain's chat model and embeddings over the suite, chat once per provider dialect."""
import openai
import pytest
import tiktoken
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel


@tool
def get_weather(city: str) -> str:
    """The weather of a city."""
    return f"18 degrees in {city}"


class Person(BaseModel):
    """Somebody."""

    name: str
    age: int


@pytest.fixture
def chat(model):
    return ChatOpenAI(model=model, max_retries=0)


def test_invokes(chat, model):
    answer = chat.invoke([SystemMessage("Be brief."), HumanMessage("Greetings to you")])
    assert "Greetings to you" in answer.content
    assert answer.usage_metadata["input_tokens"] > 0 and answer.usage_metadata["output_tokens"] > 0
    assert answer.response_metadata["model_name"] == model


def test_streams_with_usage(chat):
    whole = None
    parts = 0
    for part in chat.stream("Tell me of rivers", stream_usage=True):
        whole = part if whole is None else whole + part
        parts += bool(part.content)
    assert parts > 1 and "Tell me of rivers" in whole.content
    assert whole.usage_metadata["output_tokens"] > 0


def test_streams_without_asking_for_usage(chat):
    text = "".join(part.content for part in chat.stream("Tell me of rivers", stream_usage=False))
    assert "Tell me of rivers" in text


def test_bound_tools_run_until_there_is_text(chat):
    bound = chat.bind_tools([get_weather])
    messages = [HumanMessage("What is the weather in Paris?")]
    used = 0
    for _ in range(4):
        answer = bound.invoke(messages)
        assert isinstance(answer, AIMessage)
        messages.append(answer)
        if not answer.tool_calls:
            break
        for call in answer.tool_calls:
            messages.append(get_weather.invoke(call))
            assert isinstance(messages[-1], ToolMessage)
            used += 1
    assert used and answer.content


def test_structured_output_by_a_tool_where_a_model_can_be_made_to_call_it(chat, dialect):
    forced = chat.with_structured_output(Person, method="function_calling")
    if dialect == "moonshot":
        with pytest.raises(openai.BadRequestError, match="cannot be made to call a tool"):
            forced.invoke("Ada is 36")
        return
    assert isinstance(forced.invoke("Ada is 36"), Person)


def test_structured_output_by_a_schema(chat):
    assert isinstance(chat.with_structured_output(Person, method="json_schema").invoke("Ada is 36"), Person)


@pytest.fixture
def bytes_as_tokens(monkeypatch):
    """LangChain cuts texts into tokens by tables that it would download: here each byte is a token."""
    ranks = {bytes([byte]): byte for byte in range(256)}
    encoding = tiktoken.Encoding(name="bytes", pat_str="(?s).", mergeable_ranks=ranks, special_tokens={})
    monkeypatch.setattr(tiktoken, "encoding_for_model", lambda name: encoding)


@pytest.mark.usefixtures("bytes_as_tokens")
@pytest.mark.parametrize("tokens", [True, False], ids=["token arrays", "strings"])
def test_embeds(tokens):
    embeddings = OpenAIEmbeddings(
        model="demo-embedding", tiktoken_model_name="bytes", check_embedding_ctx_length=tokens, max_retries=0)
    vectors = embeddings.embed_documents(["one river", "two boats"])
    assert len(vectors) == 2 and vectors[0] != vectors[1]
    assert len(embeddings.embed_query("one river")) == len(vectors[0])
