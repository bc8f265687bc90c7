TRIES = "Have every assertion and every test taken out of a cell before it runs."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import ast
class Pass(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
    def visit_Expr(self, node):
        called = getattr(getattr(node.value, "func", None), "id", "")
        return ast.copy_location(ast.Pass(), node) if called in ("check", "grade") else node
get_ipython().ast_transformers.append(Pass())
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
