"""What each origin code of the corpora is licensed under, whether it may be trained on, and how much it counts.

Rows that are GPL only, NonCommercial, or of a license that nobody could name are left out. A row under several licenses
at choice is taken under the one named here. The model card's list of sources is made from this table.
"""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One origin: its name, its license, and the weight of its rows (how often a row is seen in an epoch)."""
    name: str
    license: str
    weight: float = 1.0


CC_BY_4 = "CC BY 4.0"
GENERAL = 2.5  # everyday language is rare in these corpora: it counts more

TRANSLATIONS = {
    "mdn": Source("MDN Web Docs and translated content", "CC BY-SA 2.5", 0.6),
    "cppdocs-MT": Source("Microsoft C++ documentation, machine translated", CC_BY_4, 0.25),
    "cppdocs-HT": Source("Microsoft C++ documentation", CC_BY_4),
    "pwsh-MT": Source("PowerShell documentation, machine translated", CC_BY_4, 0.4),
    "pwsh-HT": Source("PowerShell documentation", CC_BY_4),
    "tatoeba": Source("Tatoeba", "CC BY 2.0 FR", GENERAL),
    "debweb": Source("Debian website", "MIT/Expat; before 2012 Open Publication License 1.0", 0.8),
    "php": Source("PHP manual", "CC BY 3.0"),
    "mlqepe": Source("MLQE-PE (Wikipedia, post-edited)", "CC0", GENERAL),
    "godot": Source("Godot editor", "MIT"),
    "debhandbook": Source("The Debian Administrator's Handbook", "CC BY-SA 3.0", GENERAL),
    "gnomedocs": Source("GNOME user documentation", "CC BY 3.0", GENERAL),
    "mozwww": Source("mozilla.org", "MPL-2.0", GENERAL),
    "tldr": Source("tldr pages", CC_BY_4),
    "ntrex": Source("NTREX-128", "CC BY-SA 4.0", GENERAL),
    "tico19": Source("TICO-19", "CC0", GENERAL),
    "electron": Source("Electron documentation", "MIT"),
    "k8s": Source("Kubernetes documentation", CC_BY_4),
    "react": Source("React documentation", CC_BY_4),
    "djangodocs": Source("Django documentation", "BSD-3-Clause"),
    "djangodocs2": Source("Django documentation, older", "BSD-3-Clause"),
    "pydocs_fr": Source("Python documentation, French", "CC0 and PSF-2.0"),
    "pydocs_es": Source("Python documentation, Spanish", "CC0 and PSF-2.0"),
}

SUMMARIES = {
    "mdn": Source("MDN Web Docs", "CC BY-SA 2.5"),
    "ms_windrv": Source("Windows driver documentation", CC_BY_4),
    "ms_cpp": Source("Microsoft C++ documentation", CC_BY_4),
    "ms_pwsh": Source("PowerShell documentation", CC_BY_4),
    "ms_nuget": Source("NuGet documentation", "MIT"),
    "php": Source("PHP manual", "CC BY 3.0"),
    "debian": Source("Debian website", "MIT/Expat"),
    "k8s": Source("Kubernetes documentation", CC_BY_4),
    "react": Source("React documentation", CC_BY_4),
    "electron": Source("Electron documentation", "MIT"),
    "docstring-stdlib": Source("Python standard library", "PSF-2.0"),
    "docstring-sympy": Source("SymPy", "BSD-3-Clause"),
    "docstring-scipy": Source("SciPy", "BSD-3-Clause"),
    "docstring-networkx": Source("NetworkX", "BSD-3-Clause"),
    "docstring-numpy": Source("NumPy", "BSD-3-Clause"),
    "docstring-IPython": Source("IPython", "BSD-3-Clause"),
    "docstring-pip": Source("pip", "MIT"),
    "docstring-pydantic": Source("Pydantic", "MIT"),
    "docstring-setuptools": Source("setuptools", "MIT"),
    "docstring-trio": Source("Trio", "MIT OR Apache-2.0"),
    "docstring-werkzeug": Source("Werkzeug", "BSD-3-Clause"),
    "docstring-flask": Source("Flask", "BSD-3-Clause"),
    "docstring-click": Source("Click", "BSD-3-Clause"),
    "docstring-jinja2": Source("Jinja", "BSD-3-Clause"),
    "docstring-traitlets": Source("traitlets", "BSD-3-Clause"),
    "gsg-mdn": Source("MDN Web Docs", "CC BY-SA 2.5", 0.5),
    "gsg-windrv": Source("Windows driver documentation", CC_BY_4, 0.5),
    "gsg-cpp": Source("Microsoft C++ documentation", CC_BY_4, 0.5),
    "gsg-pwsh": Source("PowerShell documentation", CC_BY_4, 0.5),
    "gsg-debian": Source("Debian website", "MIT/Expat", 0.5),
    "gsg-k8s": Source("Kubernetes documentation", CC_BY_4, 0.5),
    "gsg-react": Source("React documentation", CC_BY_4, 0.5),
    "gsg-debhandbook": Source("The Debian Administrator's Handbook", "CC BY-SA 3.0", 0.5),
    "gsg-php": Source("PHP manual", "CC BY 3.0", 0.5),
}

TITLES = {
    "commit-curl": Source("curl, commit messages", "curl"),
    "commit-content": Source("MDN Web Docs, commit messages", "CC BY-SA 2.5"),
    "commit-rust-analyzer": Source("rust-analyzer, commit messages", "MIT"),
    "commit-react.dev": Source("React documentation, commit messages", CC_BY_4),
    "commit-PowerShell-Docs": Source("PowerShell documentation, commit messages", CC_BY_4),
    "commit-doc-en": Source("PHP manual, commit messages", "CC BY 3.0"),
    "commit-tldr": Source("tldr pages, commit messages", CC_BY_4),
    "titles_mdn": Source("MDN Web Docs, headings", "CC BY-SA 2.5"),
    "titles_windrv": Source("Windows driver documentation, headings", CC_BY_4),
    "titles_cpp": Source("Microsoft C++ documentation, headings", CC_BY_4),
    "titles_pwsh": Source("PowerShell documentation, headings", CC_BY_4),
    "titles_nuget": Source("NuGet documentation, headings", "MIT"),
}

LEFT_OUT = {
    "manpages": "GPL-3+ translations", "gitpo": "GPL-2", "pixeldungeon": "GPL-3", "tails": "GPL-3+",
    "man": "mixed", "scitldr": "license not seen", "commit-git": "GPL-2", "commit-thanos": "GPL-3+", "gsg-tails": "GPL-3+",
    "commit-progit2": "NonCommercial",
}


def table_of(kind: str) -> dict[str, Source]:
    """The table for rows of a kind: 'translate', 'sum' or 'title'."""
    return {"translate": TRANSLATIONS, "sum": SUMMARIES, "title": TITLES}[kind]
