"""The nouns of the paper."""

from articles.models.article import PUBLIC, AiRole, Article, Byline, Citation, State
from articles.models.desk import Backing, Decision, GateRun, Opening, Review
from articles.models.image import Image, Rendition
from articles.models.page import Page
from articles.models.related import RelatedArticle
from articles.models.section import Contributor, Section, Story
from articles.models.source import Source, SourceDocument
from articles.models.summary import KeyPoint, Summary
from articles.models.vector import ArticleVector, TermFrequency
from articles.models.version import ArticleVersion, Evidence, Sentence, VersionSource

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
    "Image",
    "KeyPoint",
    "Opening",
    "Page",
    "RelatedArticle",
    "Rendition",
    "Review",
    "Section",
    "Sentence",
    "Source",
    "SourceDocument",
    "State",
    "Story",
    "Summary",
    "TermFrequency",
    "VersionSource",
]
