"""The nouns of the paper."""

from articles.models.article import PUBLIC, AiRole, Article, Byline, Citation, State
from articles.models.desk import Backing, Decision, GateRun, Opening, Review
from articles.models.generation import GenerationRun
from articles.models.grouping import StoryPage, StoryProposal
from articles.models.image import Image, Rendition
from articles.models.page import Page
from articles.models.related import Neighbour, Pin
from articles.models.section import Contributor, Section
from articles.models.source import Source, SourceDocument
from articles.models.story import Story
from articles.models.summary import KeyPoint, Summary
from articles.models.vector import ArticleVector, TermBlock
from articles.models.version import ArticleVersion, Evidence, Sentence, VersionSource
from articles.models.word import SearchWord

__all__ = [
    "PUBLIC",
    "AiRole",
    "Article",
    "ArticleVector",
    "ArticleVersion",
    "Backing",
    "Byline",
    "Citation",
    "Contributor",
    "Decision",
    "Evidence",
    "GateRun",
    "GenerationRun",
    "Image",
    "KeyPoint",
    "Neighbour",
    "Opening",
    "Page",
    "Pin",
    "Rendition",
    "Review",
    "SearchWord",
    "Section",
    "Sentence",
    "Source",
    "SourceDocument",
    "State",
    "Story",
    "StoryPage",
    "StoryProposal",
    "Summary",
    "TermBlock",
    "VersionSource",
]
