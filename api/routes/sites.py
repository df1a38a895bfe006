"""Sites: upload the document with the files beside it, list them."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile

from api.routes.asking import Limits, Now, Reading, Writing
from api.routes.received import received
from api.routes.shapes import Name, SiteTold
from api.usecases.sites import add_site, list_sites

router = APIRouter(prefix="/sites", tags=["sites"])


@router.post("", status_code=201)
def post_site(
    document: Annotated[Name, Form(description="name of the file to read first")],
    files: Annotated[list[UploadFile], File(description="the site document and the files that it names")],
    unit: Writing,
    now: Now,
    bounds: Limits,
) -> SiteTold:
    """Store a site; refused with every fault named."""
    content = received(files, bounds.document_bytes)
    return SiteTold.of(add_site(unit, document, content, now, bounds))


@router.get("")
def get_sites(unit: Reading) -> list[SiteTold]:
    """List the sites, the oldest first."""
    return [SiteTold.of(site) for site in list_sites(unit)]
