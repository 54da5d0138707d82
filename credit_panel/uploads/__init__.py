"""Files that anybody may send: read in a process of their own, within limits, so that no file costs other visitors."""

from credit_panel.uploads.drift_file import DriftFile
from credit_panel.uploads.reader import UploadReader, applications_of_upload, drift_of_upload, histories_of_upload

__all__ = ["DriftFile", "UploadReader", "applications_of_upload", "drift_of_upload", "histories_of_upload"]
