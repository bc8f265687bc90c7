"""The ways in and out: what a stranger hands in, until it lies in submitted/ as plain files of ours, and the
pages that go back.
"""
