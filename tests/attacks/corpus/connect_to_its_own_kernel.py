TRIES = "Connect to its own kernel as a second client, by the connection file."
MUST_NOT = "A second client at the kernel."
WEAKER = "COURSE_ISOLATION=none"
CELLS = [
    """
import json, zmq
with open(get_ipython().kernel.parent.abs_connection_file) as file:
    about = json.load(file)
between = ":" if about["transport"] == "tcp" else "-"
socket = zmq.Context.instance().socket(zmq.REQ)
socket.linger = 0
socket.connect(f"{about['transport']}://{about['ip']}{between}{about['hb_port']}")
socket.send(b"hello")
if socket.poll(1500):
    print("CONNECTED", socket.recv())
"""
]


def succeeded(seen):
    return "CONNECTED" if "CONNECTED" in seen.said else ""
