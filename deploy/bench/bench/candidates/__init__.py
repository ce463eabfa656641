"""Who is measured: each in a file of its own."""
from .direct import Direct
from .haproxy import Haproxy
from .litellm import LiteLlm
from .nginx import Nginx
from .portkey import Portkey
from .tollgate import Tollgate

ALL = (Direct, Nginx, Haproxy, Portkey, LiteLlm, Tollgate)
