"""Whether something that should tell nothing predicts who is planted: one column at a time, across worlds.

A boosted tree sees one column of half of the worlds, with the truth, and ranks the posts of the other half.
It is not told where in a world the plants lie, as a trainee is not; it may learn anything that worlds share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from course.corpus import Corpus

FEATURES = ("order", "id", "id_low", "length", "tag")


@dataclass(frozen=True)
class Auc:
    """How well a column predicts plants in worlds not seen: the mean over worlds, and its 95 % bounds."""

    feature: str
    mean: float
    low: float
    high: float


def table(world: Corpus, number: int) -> pd.DataFrame:
    """A row a post of one world: the columns, and whether it is planted (twins are not)."""
    assert world.labels is not None
    posts = world.posts.drop_duplicates("post_id")
    plants = world.labels[~world.labels["label"].astype(str).str.endswith("-twin")]
    tags = world.tags.drop_duplicates(["post_id", "tag"])
    first = tags[tags["tag"] != "meded"].groupby("post_id", sort=False)["tag"].agg(list)
    ids = posts["post_id"].astype("int64").to_numpy()
    return pd.DataFrame(
        {
            "world": number,
            "planted": posts["post_id"].isin(plants["post_id"]).to_numpy(),
            "order": np.arange(len(posts)) / len(posts),
            "id": ids / 2**62,
            "id_low": (ids & ((1 << 22) - 1)) / 2**22,
            "length": posts["text"].str.len().fillna(0).astype(float).to_numpy(),
            "tag": posts["post_id"].map(first).to_numpy(),
        }
    )


def aucs(worlds: pd.DataFrame, features: tuple[str, ...] = FEATURES) -> Iterator[Auc]:
    """The AUC of each column, trained on the even worlds for the odd ones and the other way round."""
    for feature in features:
        found = []
        for side in (0, 1):
            seen, unseen = worlds[worlds["world"] % 2 == side], worlds[worlds["world"] % 2 != side]
            score = _by_tag(seen, unseen) if feature == "tag" else _by_number(seen, unseen, feature)
            for _, rows in unseen.assign(score=score).groupby("world"):
                if rows["planted"].any():
                    found.append(float(roc_auc_score(rows["planted"], rows["score"])))
        values = np.array(found)
        half = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
        yield Auc(feature, float(values.mean()), float(values.mean() - half), float(values.mean() + half))


def _by_number(seen: pd.DataFrame, unseen: pd.DataFrame, feature: str) -> Any:
    model = HistGradientBoostingClassifier(max_iter=30, max_leaf_nodes=12, random_state=0)
    model.fit(seen[[feature]].to_numpy(), seen["planted"].to_numpy())
    return model.predict_proba(unseen[[feature]].to_numpy())[:, 1]


def _by_tag(seen: pd.DataFrame, unseen: pd.DataFrame) -> list[float]:
    """Each post as its most suspicious tag: how often that tag stood on planted posts in worlds seen."""
    flat = seen[["planted", "tag"]].explode("tag").dropna(subset=["tag"])
    base = float(seen["planted"].mean())
    sums = flat.groupby("tag")["planted"].agg(["sum", "count"])
    rate: Mapping[str, float] = ((sums["sum"] + 20 * base) / (sums["count"] + 20)).to_dict()
    return [
        max((rate.get(tag, base) for tag in tags), default=base)
        if isinstance(tags, list | np.ndarray)
        else base
        for tags in unseen["tag"]
    ]
