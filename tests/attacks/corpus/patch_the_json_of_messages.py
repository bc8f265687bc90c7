TRIES = "Take errors out of all messages while they are made into JSON."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
session = get_ipython().kernel.session
usual = session.serialize
def serialize(message, ident=None):
    if message.get("msg_type") == "error":
        header = {**message["header"], "msg_type": "none"}
        message = {**message, "msg_type": "comm_info_request", "header": header}
    if message.get("msg_type") == "execute_reply":
        message["content"]["status"] = "ok"
    return usual(message, ident)
session.serialize = serialize
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
