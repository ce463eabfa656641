"""LiteLLM's own way of checking keys, with limits for each, so that its limiter runs on every request."""
from fastapi import HTTPException, Request
from litellm.proxy._types import UserAPIKeyAuth


async def user_api_key_auth(request: Request, api_key: str) -> UserAPIKeyAuth:
    if api_key != "sk-bench":
        raise HTTPException(status_code=401, detail="unknown key")
    return UserAPIKeyAuth(api_key="hash-of-sk-bench", key_alias="bench", user_id="user", team_id="team",
                          rpm_limit=100_000_000, tpm_limit=100_000_000_000, max_parallel_requests=100_000)
