"""Cohere's own client against our rerank."""
import os

import cohere
import pytest
from cohere.errors import UnauthorizedError

DOCUMENTS = ["Boats of the river", "Tall trees", "A river and its boats"]


BASE_URL = os.environ["OPENAI_BASE_URL"].removesuffix("/v1")


@pytest.fixture(params=[cohere.Client, cohere.ClientV2], ids=["v1", "v2"])
def kind(request):
    return request.param


@pytest.fixture
def client(kind):
    return kind(api_key=os.environ["OPENAI_API_KEY"], base_url=BASE_URL)


def test_reranks_by_relevance(client):
    answer = client.rerank(model="demo-rerank", query="river boats", documents=DOCUMENTS)
    scores = [result.relevance_score for result in answer.results]
    assert sorted(result.index for result in answer.results) == [0, 1, 2]
    assert scores == sorted(scores, reverse=True) and answer.results[-1].index == 1
    assert answer.id and answer.meta.billed_units.search_units == 1


def test_gives_no_more_than_the_top(client):
    assert len(client.rerank(model="demo-rerank", query="trees", documents=DOCUMENTS, top_n=1).results) == 1


def test_a_wrong_key_has_the_sdks_class(kind):
    wrong = kind(api_key="sk-wrong", base_url=BASE_URL)
    with pytest.raises(UnauthorizedError):
        wrong.rerank(model="demo-rerank", query="trees", documents=DOCUMENTS)
